"""A small OpenID Connect provider on this machine, for tests of single sign-on."""

import base64
import http.server
import json
import threading
import time
import urllib.parse

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Provider:
    """Serves discovery, keys, authorisation, token and user info for one signed-in user."""

    def __init__(self, claims):
        self.claims = claims
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.challenges = {}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def discovery(self):
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, code):
        now = int(time.time())
        claims = {
            **self.claims,
            "iss": self.address,
            "aud": "fingerpost",
            "iat": now,
            "exp": now + 300,
        }
        return {
            "access_token": f"access-{code}",
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"}),
        }

    def _handler(provider):
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def _send(self, content, status=200):
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                path, _, query = self.path.partition("?")
                if path == "/authorize":
                    asked = dict(urllib.parse.parse_qsl(query))
                    provider.challenges["code-1"] = asked.get("code_challenge", "")
                    back = urllib.parse.urlencode({"code": "code-1", "state": asked["state"]})
                    self.send_response(302)
                    self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                    self.end_headers()
                elif path == "/.well-known/openid-configuration":
                    self._send(provider.discovery())
                elif path == "/keys":
                    self._send(provider.keys())
                elif path == "/userinfo":
                    self._send(provider.claims)
                else:
                    self._send({}, 404)

            def do_POST(self):
                form = dict(
                    urllib.parse.parse_qsl(
                        self.rfile.read(int(self.headers["Content-Length"])).decode()
                    )
                )
                code = form.get("code", "")
                if provider.challenges.get(code) != _challenge(form.get("code_verifier", "")):
                    self._send({"error": "invalid_grant"}, 400)
                else:
                    self._send(provider.token(code))

        return Handler


def _challenge(verifier):
    import hashlib

    return (
        base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    )
