package dev.jetbridge.pipelines.channel;

import java.security.KeyPair;

/**
 * An SFTP server to pull from.
 *
 * @param fingerprint the pinned host key, such as SHA256:…; another one is refused
 */
public record SftpEndpoint(String host, int port, String user, KeyPair key, String fingerprint) {
  @Override
  public String toString() {
    return "sftp://" + host + ":" + port;
  }
}
