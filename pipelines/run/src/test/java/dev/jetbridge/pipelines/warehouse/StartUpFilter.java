package dev.jetbridge.pipelines.warehouse;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Stands between the Redshift driver and PostgreSQL. It takes the parameters out of the start-up
 * message that only Redshift knows; all else passes as it is. On demand it cuts a connection at a
 * statement, as a warehouse that dies does.
 */
final class StartUpFilter implements AutoCloseable {
  private static final Set<String> POSTGRES_PARAMETERS =
      Set.of("user", "database", "client_encoding", "application_name", "DateStyle", "TimeZone");
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  private final ServerSocket door;
  private final int postgres;
  private volatile Cut cut = Cut.NEVER;

  private StartUpFilter(ServerSocket door, int postgres) {
    this.door = door;
    this.postgres = postgres;
  }

  /**
   * When a connection is cut.
   *
   * @param at text of the statement; empty for never
   * @param reaches whether the statement still reaches the server, and only the answer is lost
   */
  record Cut(String at, boolean reaches) {
    static final Cut NEVER = new Cut("", false);

    boolean is(byte[] bytes, int length) {
      return !at.isEmpty()
          && new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(at);
    }
  }

  static StartUpFilter before(int postgres) throws IOException {
    StartUpFilter filter =
        new StartUpFilter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), postgres);
    daemon(filter::accept);
    return filter;
  }

  int port() {
    return door.getLocalPort();
  }

  /** Cuts the next connection that says this, once. */
  void cut(Cut next) {
    cut = next;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        daemon(() -> serve(client));
      } catch (IOException e) {
        // The door was closed.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), postgres)) {
      DataInputStream fromClient = new DataInputStream(client.getInputStream());
      DataOutputStream toServer = new DataOutputStream(server.getOutputStream());
      byte[] start = startUp(fromClient, client.getOutputStream());
      toServer.writeInt(start.length + Integer.BYTES);
      toServer.write(start);
      toServer.flush();
      daemon(() -> answers(server, client));
      relay(fromClient, client, server);
    } catch (IOException e) {
      // One side has gone; the other follows.
    }
  }

  private static byte[] startUp(DataInputStream in, OutputStream toClient) throws IOException {
    while (true) {
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      int code = ByteBuffer.wrap(body).getInt();
      if (code != SSL_REQUEST && code != GSS_REQUEST) {
        return withoutForeign(body);
      }
      toClient.write('N');
      toClient.flush();
    }
  }

  private static byte[] withoutForeign(byte[] body) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    kept.write(body, 0, Integer.BYTES);
    int length = body.length - Integer.BYTES;
    String text = new String(body, Integer.BYTES, length, StandardCharsets.UTF_8);
    List<String> parts = List.of(text.split("\0", -1));
    for (int i = 0; i + 1 < parts.size() && !parts.get(i).isEmpty(); i += 2) {
      if (POSTGRES_PARAMETERS.contains(parts.get(i))) {
        kept.write(
            (parts.get(i) + "\0" + parts.get(i + 1) + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    kept.write(0);
    return kept.toByteArray();
  }

  private void relay(InputStream from, Socket client, Socket server) throws IOException {
    OutputStream to = server.getOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      Cut now = cut;
      boolean cuts = now.is(buffer, n);
      if (cuts) {
        cut = Cut.NEVER;
        client.close();
        if (!now.reaches()) {
          return;
        }
      }
      to.write(buffer, 0, n);
      to.flush();
      if (cuts) {
        server.shutdownOutput();
        // Until the server has done what it was told and ends.
        server.getInputStream().readAllBytes();
        return;
      }
    }
  }

  private static void answers(Socket server, Socket client) {
    try (client) {
      InputStream from = server.getInputStream();
      from.transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One side has gone; the other follows.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "start-up-filter");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
