module example.com/greet/loud

go 1.24
