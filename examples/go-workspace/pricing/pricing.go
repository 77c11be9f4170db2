// Package pricing knows what things cost.
package pricing

// Cents is an amount of money.
type Cents int64

// Total adds prices up.
func Total(prices ...Cents) Cents {
	var sum Cents
	for _, price := range prices {
		sum += price
	}
	return sum
}
