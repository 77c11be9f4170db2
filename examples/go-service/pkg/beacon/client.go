package beacon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// ErrNotFound matches an [Error] about a check that does not exist.
var ErrNotFound = errors.New("no such check")

// maxAnswer bounds what the client reads, whatever the server sends.
const maxAnswer = 8 << 20

// Error is an answer of the service that is not a success.
type Error struct {
	StatusCode int
	Message    string
}

func (e *Error) Error() string { return fmt.Sprintf("beacon: %s (HTTP %d)", e.Message, e.StatusCode) }

// Is makes errors.Is(err, ErrNotFound) work.
func (e *Error) Is(target error) bool {
	return target == ErrNotFound && e.StatusCode == http.StatusNotFound
}

// Client talks to a beacon service. It is safe for concurrent use.
type Client struct {
	base *url.URL
	http *http.Client
}

// Option changes how a [Client] works.
type Option func(*Client)

// WithHTTPClient makes the client use h instead of one with a timeout of ten seconds.
func WithHTTPClient(h *http.Client) Option {
	return func(c *Client) { c.http = h }
}

// NewClient returns a client of the service at baseURL, such as "http://localhost:8080".
func NewClient(baseURL string, options ...Option) (*Client, error) {
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("beacon: base URL: %w", err)
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("beacon: base URL %q: want http://host or https://host", baseURL)
	}
	client := &Client{base: base, http: &http.Client{Timeout: 10 * time.Second}}
	for _, option := range options {
		option(client)
	}
	return client, nil
}

// List returns all checks, sorted by name.
func (c *Client) List(ctx context.Context) ([]Status, error) {
	var statuses []Status
	err := c.do(ctx, http.MethodGet, nil, &statuses, "v1", "checks")
	return statuses, err
}

// Get returns one check.
func (c *Client) Get(ctx context.Context, name string) (Status, error) {
	var status Status
	err := c.do(ctx, http.MethodGet, nil, &status, "v1", "checks", name)
	return status, err
}

// Put registers a check or changes its interval; what it has reported so far stays.
func (c *Client) Put(ctx context.Context, check Check) (Status, error) {
	var status Status
	err := c.do(ctx, http.MethodPut, check, &status, "v1", "checks", check.Name)
	return status, err
}

// Ping reports that the job has run.
func (c *Client) Ping(ctx context.Context, name string) (Status, error) {
	var status Status
	err := c.do(ctx, http.MethodPost, nil, &status, "v1", "checks", name, "ping")
	return status, err
}

// Delete forgets a check.
func (c *Client) Delete(ctx context.Context, name string) error {
	return c.do(ctx, http.MethodDelete, nil, nil, "v1", "checks", name)
}

// do sends in as JSON, unless it is nil, and decodes the answer into out, unless that is nil.
func (c *Client) do(ctx context.Context, method string, in, out any, path ...string) (err error) {
	var body io.Reader
	if in != nil {
		encoded, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("beacon: %w", err)
		}
		body = bytes.NewReader(encoded)
	}
	for i, segment := range path {
		path[i] = url.PathEscape(segment)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base.JoinPath(path...).String(), body)
	if err != nil {
		return fmt.Errorf("beacon: %w", err)
	}
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("beacon: %w", err)
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()

	answer := io.LimitReader(response.Body, maxAnswer)
	if response.StatusCode >= 300 {
		return readError(response.StatusCode, answer)
	}
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(answer).Decode(out); err != nil {
		return fmt.Errorf("beacon: answer: %w", err)
	}
	return nil
}

// readError understands the service's {"error": …} and falls back to the status text.
func readError(status int, body io.Reader) error {
	var answer struct {
		Error string `json:"error"`
	}
	if err := json.NewDecoder(body).Decode(&answer); err != nil || answer.Error == "" {
		answer.Error = http.StatusText(status)
	}
	return &Error{StatusCode: status, Message: answer.Error}
}
