package dev.jetbridge.pipelines.servers.redshift;

/**
 * When a connection is cut, as by a warehouse that dies.
 *
 * @param at text of the statement; empty for never
 * @param reaches whether the statement still reaches the server, and only the answer is lost
 */
public record Cut(String at, boolean reaches) {
  static final Cut NEVER = new Cut("", false);

  boolean isAt(Message message) {
    return !at.isEmpty() && message.text().contains(at);
  }
}
