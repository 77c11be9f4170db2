// Package shop is what customers see.
package shop

import (
	"fmt"

	"example.com/workspace/pricing"
)

// Basket is what a customer wants to buy.
type Basket []pricing.Cents

// Bill tells what a basket costs.
func (b Basket) Bill() string {
	total := pricing.Total(b...)
	return fmt.Sprintf("%d.%02d", total/100, total%100)
}
