package pricing

// Discount takes some percent off, in favour of the customer.
func Discount(price Cents, percent int64) Cents {
	return price * Cents(100-percent) / 100
}
