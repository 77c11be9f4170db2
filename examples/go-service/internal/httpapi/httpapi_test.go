package httpapi

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/beacon/internal/journal"
	"example.com/beacon/internal/monitor"
	"example.com/beacon/pkg/beacon"
)

const backup = `{"name":"backup","every":"1h","grace":"5m"}`

func newAPI(t *testing.T) (*API, *monitor.Monitor) {
	t.Helper()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	m := monitor.New(func() time.Time { return now })
	return New(m, slog.New(slog.DiscardHandler)), m
}

// send returns the status code and the body, without its line end.
func send(api *API, method, path, body string) (int, string) {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	recorder := httptest.NewRecorder()
	api.Routes().ServeHTTP(recorder, request)
	return recorder.Code, strings.TrimSpace(recorder.Body.String())
}

func TestChecks(t *testing.T) {
	t.Parallel()
	const stored = `{"name":"backup","every":"1h0m0s","grace":"5m0s","state":"new","due":"2026-01-01T13:00:00Z"}`
	const pinged = `{"name":"backup","every":"1h0m0s","grace":"5m0s","state":"healthy",` +
		`"last_seen":"2026-01-01T12:00:00Z","due":"2026-01-01T13:00:00Z"}`
	api, _ := newAPI(t)
	steps := []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/v1/checks", "", 200, `[]`},
		{"GET", "/v1/checks/backup", "", 404, `{"error":"no such check"}`},
		{"PUT", "/v1/checks/backup", backup, 200, stored},
		{"GET", "/v1/checks", "", 200, "[" + stored + "]"},
		{"POST", "/v1/checks/backup/ping", "", 200, pinged},
		{"GET", "/v1/checks/backup", "", 200, pinged},
		{"DELETE", "/v1/checks/backup", "", 204, ""},
		{"DELETE", "/v1/checks/backup", "", 404, `{"error":"no such check"}`},
		{"POST", "/v1/checks/backup/ping", "", 404, `{"error":"no such check"}`},
	}
	for _, step := range steps {
		status, body := send(api, step.method, step.path, step.body)
		if status != step.status {
			t.Errorf("%s %s = %d, want %d", step.method, step.path, status, step.status)
		}
		if diff := cmp.Diff(step.want, body); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", step.method, step.path, diff)
		}
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       string
	}{
		{name: "no body", body: "", want: "content type"},
		{name: "no JSON", body: "hello", want: "invalid character"},
		{name: "an unknown field", body: `{"name":"backup","evry":"1h"}`, want: "unknown field"},
		{name: "another name than in the path", body: `{"name":"other","every":"1h"}`, want: `want the one in the path`},
		{name: "an interval too short", body: `{"name":"backup","every":"1ms"}`, want: "every 1ms"},
		{name: "a huge body", body: `{"name":"` + strings.Repeat("a", maxBody) + `"}`, want: "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			api, m := newAPI(t)
			status, body := send(api, "PUT", "/v1/checks/backup", tt.body)
			if status != http.StatusBadRequest || !strings.Contains(body, tt.want) {
				t.Errorf("PUT = %d %s, want 400 with %q", status, body, tt.want)
			}
			if len(m.List()) != 0 {
				t.Error("a bad request has changed something")
			}
		})
	}
}

func TestRoutesBesideTheChecks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, path string
		status       int
		want         string
	}{
		{"GET", "/healthz", 200, `{"status":"ok"}`},
		{"GET", "/version", 200, `"go":"go1.`},
		{"GET", "/openapi.json", 200, `"openapi": "3.1.0"`},
		{"GET", "/nope", 404, `{"error":"no such route"}`},
		{"POST", "/healthz", 405, `{"error":"method not allowed"}`},
	}
	for _, tt := range tests {
		api, _ := newAPI(t)
		status, body := send(api, tt.method, tt.path, "")
		if status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s %s = %d %s, want %d with %s", tt.method, tt.path, status, body, tt.status, tt.want)
		}
	}
}

func TestReadiness(t *testing.T) {
	t.Parallel()
	api, _ := newAPI(t)
	for _, step := range []struct {
		ready  bool
		status int
	}{{false, 503}, {true, 200}, {false, 503}} {
		api.SetReady(step.ready)
		if status, body := send(api, "GET", "/readyz", ""); status != step.status {
			t.Errorf("GET /readyz when ready is %v = %d %s, want %d", step.ready, status, body, step.status)
		}
	}
}

type brokenLog struct{}

func (brokenLog) Append(journal.Event) error { return errors.New("open /secret/path: disk full") }

func TestInternalErrorsAreNotShown(t *testing.T) {
	t.Parallel()
	api, m := newAPI(t)
	if _, err := m.Put(beacon.Check{Name: "backup", Every: beacon.Duration(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	m.LogTo(brokenLog{})
	status, body := send(api, "POST", "/v1/checks/backup/ping", "")
	if want := `{"error":"Internal Server Error"}`; status != 500 || body != want {
		t.Errorf("POST = %d %s, want 500 %s", status, body, want)
	}
}

// tornWriter is a client that has gone.
type tornWriter struct{ http.ResponseWriter }

func (tornWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAClientThatHasGoneIsLogged(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/healthz", "/openapi.json"} {
		var log strings.Builder
		api := New(monitor.New(time.Now), slog.New(slog.NewTextHandler(&log, nil)))
		api.Routes().ServeHTTP(tornWriter{httptest.NewRecorder()}, httptest.NewRequest("GET", path, nil))
		if !strings.Contains(log.String(), "closed pipe") {
			t.Errorf("GET %s logs %q, want the closed pipe", path, log.String())
		}
	}
}
