module example.com/workspace/shop

go 1.24

require example.com/workspace/pricing v0.0.0

replace example.com/workspace/pricing => ../pricing
