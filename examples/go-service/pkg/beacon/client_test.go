package beacon_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/pkg/beacon"
)

const backupJSON = `{"name":"backup","every":"1h0m0s","grace":"0s","state":"healthy","due":"2026-01-02T03:04:05Z"}`

func TestClientRequests(t *testing.T) {
	t.Parallel()
	check := beacon.Check{Name: "backup", Every: beacon.Duration(time.Hour)}
	tests := []struct {
		name   string
		call   func(context.Context, *beacon.Client) error
		want   string // method, path and body
		answer string
	}{
		{
			name: "list", want: "GET /base/v1/checks ", answer: "[" + backupJSON + "]",
			call: func(ctx context.Context, c *beacon.Client) error { _, err := c.List(ctx); return err },
		},
		{
			name: "get", want: "GET /base/v1/checks/backup ", answer: backupJSON,
			call: func(ctx context.Context, c *beacon.Client) error { _, err := c.Get(ctx, "backup"); return err },
		},
		{
			name: "get escapes the name", want: "GET /base/v1/checks/a%2Fb%3F ", answer: backupJSON,
			call: func(ctx context.Context, c *beacon.Client) error { _, err := c.Get(ctx, "a/b?"); return err },
		},
		{
			name: "put", want: `PUT /base/v1/checks/backup {"name":"backup","every":"1h0m0s","grace":"0s"}`, answer: backupJSON,
			call: func(ctx context.Context, c *beacon.Client) error { _, err := c.Put(ctx, check); return err },
		},
		{
			name: "ping", want: "POST /base/v1/checks/backup/ping ", answer: backupJSON,
			call: func(ctx context.Context, c *beacon.Client) error { _, err := c.Ping(ctx, "backup"); return err },
		},
		{
			name: "delete", want: "DELETE /base/v1/checks/backup ",
			call: func(ctx context.Context, c *beacon.Client) error { return c.Delete(ctx, "backup") },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = r.Method + " " + r.URL.EscapedPath() + " " + string(body)
				_, _ = io.WriteString(w, tt.answer)
			}))
			defer server.Close()
			client, err := beacon.NewClient(server.URL+"/base", beacon.WithHTTPClient(server.Client()))
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClientErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		answer string
		want   string
	}{
		{name: "an error of the service", status: 404, answer: `{"error":"no such check"}`, want: "beacon: no such check (HTTP 404)"},
		{name: "an error of a proxy", status: 502, answer: "<html>", want: "beacon: Bad Gateway (HTTP 502)"},
		{name: "an answer that is no JSON", status: 200, answer: "hello", want: "beacon: answer: invalid character"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.answer)
			}))
			defer server.Close()
			client, err := beacon.NewClient(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := client.Get(t.Context(), "backup"); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Get() = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestClientRefusesBadURLs(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "localhost:8080", "ftp://host", "http://", "http://[::1"} {
		if _, err := beacon.NewClient(base); err == nil {
			t.Errorf("NewClient(%q) = nil, want an error", base)
		}
	}
}

func TestClientHonoursItsContext(t *testing.T) {
	t.Parallel()
	client, err := beacon.NewClient("http://localhost:1")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.List(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("List() = %v, want context.Canceled", err)
	}
}
