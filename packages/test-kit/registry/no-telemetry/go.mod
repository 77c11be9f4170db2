module go.opentelemetry.io/contrib/exporters/autoexport

go 1.25.0
