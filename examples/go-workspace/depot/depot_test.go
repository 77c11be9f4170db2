package depot

import "testing"

func TestLeftIsNeverNegative(t *testing.T) {
	if got := Left(1, 3); got != 0 {
		t.Errorf("Left(1, 3) = %d, want 0", got)
	}
}
