package monitor

import (
	"context"
	"time"
)

// withDeadline gives up after the limit.
func withDeadline(parent context.Context, limit time.Duration) context.Context {
	ctx, _ := context.WithTimeout(parent, limit)
	return ctx
}
