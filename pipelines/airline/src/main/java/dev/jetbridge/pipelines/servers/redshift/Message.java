package dev.jetbridge.pipelines.servers.redshift;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A message after the start of a session. Source: PostgreSQL documentation, "Frontend/Backend
 * Protocol", "Message Formats".
 */
final class Message {
  private static final char QUERY = 'Q';
  private static final char PARSE = 'P';
  private static final char SYNC = 'S';

  /** Such as Q for a query. */
  private final char type;

  /** Without its length. */
  private final byte[] body;

  private Message(char type, byte[] body) {
    this.type = type;
    this.body = body;
  }

  static Message read(DataInputStream in) throws IOException {
    char type = (char) in.readUnsignedByte();
    byte[] body = new byte[in.readInt() - Integer.BYTES];
    in.readFully(body);
    return new Message(type, body);
  }

  /** A request for the password, which is answered in clear text. */
  static Message passwordRequest() {
    return new Message('R', new byte[] {0, 0, 0, 3});
  }

  /** The end of a session that never began. */
  static Message refusal(String state, String reason) {
    StringBuilder fields = new StringBuilder();
    Map.of('S', "FATAL", 'V', "FATAL", 'C', state, 'M', reason)
        .forEach((field, value) -> fields.append(field).append(value).append('\0'));
    return new Message('E', fields.append('\0').toString().getBytes(StandardCharsets.UTF_8));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whether the server answers everything up to it. */
  boolean endsRequest() {
    return type == SYNC || type == QUERY;
  }

  /** The message with another statement, where it has one. */
  Message with(UnaryOperator<String> translation) throws IOException {
    if (type != QUERY && type != PARSE) {
      return this;
    }
    int begin = type == PARSE ? end(0) + 1 : 0;
    int end = end(begin);
    String statement = new String(body, begin, end - begin, StandardCharsets.UTF_8);
    String translated = translation.apply(statement);
    if (translated.equals(statement)) {
      return this;
    }
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(body, 0, begin);
    changed.write(translated.getBytes(StandardCharsets.UTF_8));
    changed.write(Arrays.copyOfRange(body, end, body.length));
    return new Message(type, changed.toByteArray());
  }

  /** Where a text ends that begins there. */
  private int end(int begin) {
    int end = begin;
    while (body[end] != 0) {
      end++;
    }
    return end;
  }
}
