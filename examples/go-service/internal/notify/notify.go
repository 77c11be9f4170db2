// Package notify tells people and programs that the state of a check has changed.
package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"example.com/beacon/internal/monitor"
	"example.com/beacon/pkg/beacon"
)

// SignatureHeader carries "sha256=" and the hex HMAC-SHA256 of the exact body.
const SignatureHeader = "X-Beacon-Signature"

// Notifier is told about each transition.
type Notifier interface {
	Notify(context.Context, monitor.Transition) error
}

// Log writes transitions to a logger: bad news as warnings.
type Log struct{ Logger *slog.Logger }

// Notify implements [Notifier].
func (l Log) Notify(ctx context.Context, t monitor.Transition) error {
	level := slog.LevelInfo
	if t.Status.State > beacon.StateHealthy {
		level = slog.LevelWarn
	}
	l.Logger.Log(ctx, level, "state changed", "check", t.Status.Name, "from", t.From, "to", t.Status.State)
	return nil
}

// Webhook posts transitions as JSON, signed when there is a secret.
type Webhook struct {
	URL    string
	Secret string
	Client *http.Client
}

// Notify implements [Notifier].
func (w Webhook) Notify(ctx context.Context, t monitor.Transition) (err error) {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if w.Secret != "" {
		request.Header.Set(SignatureHeader, Sign(w.Secret, body))
	}
	response, err := w.Client.Do(request)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode >= 300 {
		return fmt.Errorf("webhook answered %s", response.Status)
	}
	return nil
}

// Sign returns the value of [SignatureHeader] for a body.
func Sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// All tells every notifier, also after one has failed.
type All []Notifier

// Notify implements [Notifier].
func (a All) Notify(ctx context.Context, t monitor.Transition) error {
	var failures []error
	for _, notifier := range a {
		failures = append(failures, notifier.Notify(ctx, t))
	}
	return errors.Join(failures...)
}
