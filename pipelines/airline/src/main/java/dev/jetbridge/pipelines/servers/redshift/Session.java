package dev.jetbridge.pipelines.servers.redshift;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection of a driver, relayed to PostgreSQL message by message.
 *
 * @param postgres its port
 * @param cut the next one, taken by the session that meets it
 */
record Session(
    Socket client, int postgres, String password, CopyFiles files, AtomicReference<Cut> cut) {
  void serve() throws IOException {
    client.setTcpNoDelay(true);
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream toClient = new DataOutputStream(client.getOutputStream());
      StartUp start = StartUp.read(in, toClient);
      if (start.isCancellation() || knowsPassword(start, in, toClient)) {
        relay(start, in);
      }
    }
  }

  /** PostgreSQL itself asks for none. */
  private boolean knowsPassword(StartUp start, DataInputStream in, DataOutputStream toClient)
      throws IOException {
    Message.passwordRequest().write(toClient);
    toClient.flush();
    boolean known = Message.read(in).text().equals(password + '\0');
    if (!known) {
      Message.refusal("28000", "password authentication failed for user \"" + start.user() + "\"")
          .write(toClient);
      toClient.flush();
    }
    return known;
  }

  private void relay(StartUp start, DataInputStream in) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), postgres);
        Translation translation = new Translation(files)) {
      server.setTcpNoDelay(true);
      DataOutputStream toServer =
          new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
      start.write(toServer);
      AtomicBoolean lost = new AtomicBoolean();
      Thread answers = RedshiftServer.daemon(() -> answers(server, lost));
      while (true) {
        Message message = Message.read(in);
        Cut now = cut.get();
        if (!lost.get() && now.isAt(message) && cut.compareAndSet(now, Cut.NEVER)) {
          if (!now.reaches()) {
            return;
          }
          lost.set(true);
        }
        message.with(translation::of).write(toServer);
        if (message.endsRequest() || in.available() == 0) {
          toServer.flush();
        }
        if (lost.get() && message.endsRequest()) {
          server.shutdownOutput();
          // Until the server has done what it was told and ends.
          answers.join();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answers(Socket server, AtomicBoolean lost) {
    try (client) {
      InputStream from = server.getInputStream();
      OutputStream to = client.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        if (!lost.get()) {
          to.write(buffer, 0, n);
          to.flush();
        }
      }
    } catch (IOException e) {
      // One side has gone; the other follows.
    }
  }
}
