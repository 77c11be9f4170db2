// Command api is the beacon service.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"example.com/beacon/internal/buildinfo"
	"example.com/beacon/internal/config"
	"example.com/beacon/internal/httpapi"
	"example.com/beacon/internal/journal"
	"example.com/beacon/internal/monitor"
	"example.com/beacon/internal/notify"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stderr, func(net.Addr) {}); err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

// run serves until ctx is done, then lets open requests finish. listening is called once requests are accepted.
func run(ctx context.Context, args []string, getenv func(string) string, stderr io.Writer, listening func(net.Addr)) (err error) {
	cfg, err := config.Parse(args, getenv, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	logger := newLogger(cfg, stderr)
	checks := monitor.New(time.Now)
	if cfg.Journal != "" {
		events, err := journal.Open(cfg.Journal, checks.Replay)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, events.Close()) }()
		checks.LogTo(events)
	}

	listener, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return err
	}
	api := httpapi.New(checks, logger)
	server := &http.Server{
		Handler:           api.Routes(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		api.SetReady(false)
		logger.Info("stopping")
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), cfg.ShutdownGrace)
		defer cancel()
		return server.Shutdown(grace)
	})
	group.Go(func() error {
		sweep(ctx, checks, newNotifier(cfg, logger), cfg.SweepEvery, logger)
		return nil
	})

	api.SetReady(true)
	logger.Info("listening", "addr", listener.Addr(), "version", buildinfo.Read())
	listening(listener.Addr())
	return group.Wait()
}

// sweep reports changes of state until ctx is done; a notifier that fails is logged, not fatal.
func sweep(ctx context.Context, checks *monitor.Monitor, to notify.Notifier, every time.Duration, logger *slog.Logger) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			for _, transition := range checks.Sweep() {
				if err := to.Notify(ctx, transition); err != nil {
					logger.Error("notifying", "check", transition.Status.Name, "error", err)
				}
			}
		}
	}
}

func newNotifier(cfg config.Config, logger *slog.Logger) notify.Notifier {
	notifiers := notify.All{notify.Log{Logger: logger}}
	if cfg.WebhookURL != "" {
		client := &http.Client{Timeout: 10 * time.Second}
		notifiers = append(notifiers, notify.Webhook{URL: cfg.WebhookURL, Secret: cfg.WebhookSecret, Client: client})
	}
	return notifiers
}

func newLogger(cfg config.Config, w io.Writer) *slog.Logger {
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
