module example.com/workspace/depot

go 1.24
