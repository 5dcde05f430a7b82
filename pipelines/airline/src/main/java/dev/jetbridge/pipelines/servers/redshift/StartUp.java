package dev.jetbridge.pipelines.servers.redshift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What opens a session, or cancels what another one does. */
final class StartUp {
  private static final Set<String> POSTGRES_PARAMETERS =
      Set.of("user", "database", "client_encoding", "application_name", "DateStyle", "TimeZone");
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  /** The version of the protocol, or what else is asked. */
  private final int code;

  /** The message without its length. */
  private final byte[] body;

  /** Such as the user; none of a cancellation. */
  private final Map<String, String> parameters;

  private StartUp(int code, byte[] body) {
    this.code = code;
    this.body = body;
    this.parameters = code == CANCEL_REQUEST ? Map.of() : parameters(body);
  }

  /** Reads it; who asks for encryption is told that there is none. */
  static StartUp read(DataInputStream in, DataOutputStream toClient) throws IOException {
    while (true) {
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      int code = ByteBuffer.wrap(body).getInt();
      if (code != SSL_REQUEST && code != GSS_REQUEST) {
        return new StartUp(code, body);
      }
      toClient.writeByte('N');
      toClient.flush();
    }
  }

  boolean isCancellation() {
    return code == CANCEL_REQUEST;
  }

  String user() {
    return parameters.getOrDefault("user", "");
  }

  /** As PostgreSQL takes it, without the parameters that only Redshift knows. */
  void write(DataOutputStream out) throws IOException {
    byte[] sent = isCancellation() ? body : known();
    out.writeInt(sent.length + Integer.BYTES);
    out.write(sent);
    out.flush();
  }

  private byte[] known() {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (POSTGRES_PARAMETERS.contains(name)) {
            text.append(name).append('\0').append(value).append('\0');
          }
        });
    byte[] bytes = text.append('\0').toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(code).put(bytes).array();
  }

  private static Map<String, String> parameters(byte[] body) {
    String text =
        new String(body, Integer.BYTES, body.length - Integer.BYTES, StandardCharsets.UTF_8);
    String[] parts = text.split("\0", -1);
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i + 1 < parts.length && !parts[i].isEmpty(); i += 2) {
      parameters.put(parts[i], parts[i + 1]);
    }
    return parameters;
  }
}
