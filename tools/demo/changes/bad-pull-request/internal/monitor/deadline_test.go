package monitor

import (
	"context"
	"testing"
	"time"
)

func TestWithDeadline(t *testing.T) {
	t.Parallel()
	if _, ok := withDeadline(context.Background(), time.Hour).Deadline(); !ok {
		t.Error("there is no deadline")
	}
}
