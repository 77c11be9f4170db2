// Package autoexport stands where OpenTelemetry's does, which brings gRPC and every exporter along: half of what there is to
// compile. The test registry tells nobody what it does.
package autoexport

import (
	"context"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// NewSpanExporter is all that the registry calls.
func NewSpanExporter(context.Context) (trace.SpanExporter, error) {
	return tracetest.NewNoopExporter(), nil
}
