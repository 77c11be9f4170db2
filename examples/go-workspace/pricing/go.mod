module example.com/workspace/pricing

go 1.24
