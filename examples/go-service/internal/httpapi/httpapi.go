// Package httpapi is the HTTP interface of the service.
package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"sync/atomic"

	_ "embed"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/beacon/internal/buildinfo"
	"example.com/beacon/internal/monitor"
	"example.com/beacon/pkg/beacon"
)

// maxBody bounds a request's body.
const maxBody = 64 << 10

//go:embed openapi.json
var openAPI []byte

// API serves the checks of a monitor.
type API struct {
	monitor *monitor.Monitor
	logger  *slog.Logger
	ready   atomic.Bool
}

// New returns an API that is not ready yet; see [API.SetReady].
func New(m *monitor.Monitor, logger *slog.Logger) *API {
	return &API{monitor: m, logger: logger}
}

// SetReady says whether /readyz tells load balancers to send requests.
func (a *API) SetReady(ready bool) { a.ready.Store(ready) }

// Routes returns the handler of all routes.
func (a *API) Routes() chi.Router {
	r := chi.NewRouter()
	r.Use(middleware.RequestID, a.logRequests, middleware.Recoverer)
	r.NotFound(func(w http.ResponseWriter, _ *http.Request) {
		a.fail(w, http.StatusNotFound, errors.New("no such route"))
	})
	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) {
		a.fail(w, http.StatusMethodNotAllowed, errors.New("method not allowed"))
	})

	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		a.answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	r.Get("/readyz", a.getReady)
	r.Get("/version", func(w http.ResponseWriter, _ *http.Request) { a.answer(w, http.StatusOK, buildinfo.Read()) })
	r.Get("/openapi.json", a.getOpenAPI)
	r.Route("/v1/checks", func(r chi.Router) {
		r.Get("/", func(w http.ResponseWriter, _ *http.Request) { a.answer(w, http.StatusOK, a.monitor.List()) })
		r.Get("/{name}", a.getCheck)
		r.Put("/{name}", a.putCheck)
		r.Delete("/{name}", a.deleteCheck)
		r.Post("/{name}/ping", a.pingCheck)
	})
	return r
}

func (a *API) getReady(w http.ResponseWriter, _ *http.Request) {
	if !a.ready.Load() {
		a.fail(w, http.StatusServiceUnavailable, errors.New("not ready"))
		return
	}
	a.answer(w, http.StatusOK, map[string]string{"status": "ready"})
}

func (a *API) getOpenAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if _, err := w.Write(openAPI); err != nil {
		a.logger.Warn("writing the answer", "error", err)
	}
}

func (a *API) getCheck(w http.ResponseWriter, r *http.Request) {
	status, err := a.monitor.Get(chi.URLParam(r, "name"))
	a.conclude(w, status, err)
}

func (a *API) pingCheck(w http.ResponseWriter, r *http.Request) {
	status, err := a.monitor.Ping(chi.URLParam(r, "name"))
	a.conclude(w, status, err)
}

func (a *API) deleteCheck(w http.ResponseWriter, r *http.Request) {
	if err := a.monitor.Delete(chi.URLParam(r, "name")); err != nil {
		a.fail(w, statusOf(err), err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (a *API) putCheck(w http.ResponseWriter, r *http.Request) {
	check, err := decodeCheck(w, r)
	if err == nil && check.Name != chi.URLParam(r, "name") {
		err = fmt.Errorf("name %q: want the one in the path, %q", check.Name, chi.URLParam(r, "name"))
	}
	if err == nil {
		err = check.Validate()
	}
	if err != nil {
		a.fail(w, http.StatusBadRequest, err)
		return
	}
	status, err := a.monitor.Put(check)
	a.conclude(w, status, err)
}

func decodeCheck(w http.ResponseWriter, r *http.Request) (beacon.Check, error) {
	var check beacon.Check
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return check, errors.New("content type: want application/json")
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	return check, decoder.Decode(&check)
}

// conclude answers with the status of a check or with what went wrong.
func (a *API) conclude(w http.ResponseWriter, status beacon.Status, err error) {
	if err != nil {
		a.fail(w, statusOf(err), err)
		return
	}
	a.answer(w, http.StatusOK, status)
}

func statusOf(err error) int {
	if errors.Is(err, monitor.ErrUnknown) {
		return http.StatusNotFound
	}
	return http.StatusInternalServerError
}

func (a *API) fail(w http.ResponseWriter, status int, err error) {
	message := err.Error()
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		a.logger.Error("request failed", "error", err)
		message = http.StatusText(status)
	}
	a.answer(w, status, map[string]string{"error": message})
}

func (a *API) answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		a.logger.Warn("writing the answer", "error", err)
	}
}

func (a *API) logRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(recorder, r)
		a.logger.Info("request", "method", r.Method, "path", r.URL.Path, "status", recorder.Status(),
			"bytes", recorder.BytesWritten(), "id", middleware.GetReqID(r.Context()))
	})
}
