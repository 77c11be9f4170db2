package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/beacon/pkg/beacon"
)

func noEnv(string) string { return "" }

// buffer is a log that the service writes while the test reads it.
type buffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// start runs the service on a free port; stop ends it and returns what run returned.
func start(t *testing.T, log io.Writer, args ...string) (client *beacon.Client, url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	addresses := make(chan net.Addr, 1)
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, append([]string{"-addr=127.0.0.1:0"}, args...), noEnv, log, func(a net.Addr) { addresses <- a })
	}()
	select {
	case address := <-addresses:
		url = "http://" + address.String()
	case err := <-done:
		t.Fatalf("the service did not start: %v", err)
	}
	client, err := beacon.NewClient(url)
	if err != nil {
		t.Fatal(err)
	}
	return client, url, func() error {
		cancel()
		return <-done
	}
}

func TestChecksSurviveARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	client, _, stop := start(t, io.Discard, "-journal="+path, "-log-format=json")
	if _, err := client.Put(t.Context(), beacon.Check{Name: "backup", Every: beacon.Duration(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Ping(t.Context(), "backup"); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}

	client, _, stop = start(t, io.Discard, "-journal="+path)
	status, err := client.Get(t.Context(), "backup")
	if err != nil || status.State != beacon.StateHealthy {
		t.Errorf("Get() after a restart = %+v, %v, want healthy", status, err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestShutdownWaitsForOpenRequests(t *testing.T) {
	t.Parallel()
	_, url, stop := start(t, io.Discard)
	body, writer := io.Pipe()
	answered := make(chan error, 1)
	go func() {
		request, err := http.NewRequest(http.MethodPut, url+"/v1/checks/slow", body)
		if err != nil {
			answered <- err
			return
		}
		request.Header.Set("Content-Type", "application/json")
		// The body is sent only after the handler has asked for it.
		request.Header.Set("Expect", "100-continue")
		client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Minute}}
		response, err := client.Do(request)
		if err == nil {
			err = response.Body.Close()
		}
		answered <- err
	}()
	// Somebody reads this part, so the request is in flight before the service is told to stop.
	if _, err := io.WriteString(writer, `{"name":"slow",`); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	if _, err := io.WriteString(writer, `"every":"1h"}`); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err != nil {
		t.Errorf("the open request failed: %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("run() = %v", err)
	}
}

func TestChangesGoToTheWebhook(t *testing.T) {
	t.Parallel()
	bodies := make(chan string, 1)
	answers := []int{http.StatusInternalServerError, http.StatusOK}
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(answers[0])
		if answers = answers[1:]; len(answers) == 0 {
			answers = []int{http.StatusOK}
		}
		bodies <- string(body)
	}))
	defer hook.Close()
	log := &buffer{}
	client, url, stop := start(t, log, "-sweep-every=1ms", "-webhook-url="+hook.URL)
	for _, path := range []string{"/healthz", "/readyz"} {
		response, err := http.Get(url + path)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("GET %s = %v, %v", path, response, err)
		}
		_ = response.Body.Close()
	}
	for _, name := range []string{"first", "second"} {
		if _, err := client.Put(t.Context(), beacon.Check{Name: name, Every: beacon.Duration(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if _, err := client.Ping(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		if body := <-bodies; !strings.Contains(body, name) || !strings.Contains(body, `"state":"healthy"`) {
			t.Errorf("webhook got %s, want %s to be healthy", body, name)
		}
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "webhook answered 500") {
		t.Errorf("log is %s, want the failed webhook", log)
	}
}

func TestRunErrors(t *testing.T) {
	t.Parallel()
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = busy.Close() }()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{name: "a bad setting", args: []string{"-log-format=xml"}, want: "log-format"},
		{name: "a port that is taken", args: []string{"-addr=" + busy.Addr().String()}, want: "listen tcp 127.0.0.1:"},
		{name: "a journal that is a folder", args: []string{"-journal=" + t.TempDir()}, want: "open "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := run(t.Context(), tt.args, noEnv, io.Discard, func(net.Addr) { t.Error("it listens") })
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("run() = %v, want %s", err, tt.want)
			}
		})
	}
	if err := run(t.Context(), []string{"-help"}, noEnv, io.Discard, nil); err != nil {
		t.Errorf("run(-help) = %v, want nil", err)
	}
}
