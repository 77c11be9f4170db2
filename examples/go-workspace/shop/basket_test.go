package shop

import "testing"

func TestBillHasCents(t *testing.T) {
	if got := (Basket{250, 105}).Bill(); got != "3.55" {
		t.Errorf("Bill() = %q, want 3.55", got)
	}
}
