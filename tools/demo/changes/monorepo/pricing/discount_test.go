package pricing

import "testing"

func TestDiscountFavoursTheCustomer(t *testing.T) {
	if got := Discount(199, 50); got != 99 {
		t.Errorf("Discount(199, 50) = %d, want 99", got)
	}
}
