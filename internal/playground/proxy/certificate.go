package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"math/big"
	"time"
)

func tlsConfig(r *router) *tls.Config {
	return &tls.Config{GetCertificate: r.certificate, NextProtos: []string{"h2", "http/1.1"}}
}

// checkCertificate makes sure that a certificate that was named can be used.
func checkCertificate(o options) error {
	if o.CertificateFile == "" {
		return nil
	}
	if _, err := tls.LoadX509KeyPair(o.CertificateFile, o.KeyFile); err != nil {
		slog.Error("loading certificate", "error", err)
		return errCertificate
	}
	return nil
}

// certificate gives the certificate of the service that a client asks for by name.
func (r *router) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	s, _ := r.find(hello.ServerName, "/")
	if s == nil || !s.Options.TLS {
		return nil, fmt.Errorf("no service with TLS for %q", hello.ServerName)
	}
	if s.Options.CertificateFile == "" {
		return selfSigned(hello.ServerName)
	}
	pair, err := tls.LoadX509KeyPair(s.Options.CertificateFile, s.Options.KeyFile)
	return &pair, err
}

func selfSigned(name string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		DNSNames:     []string{name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
