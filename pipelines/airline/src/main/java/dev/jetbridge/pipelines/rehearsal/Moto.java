package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The counterpart of Glue, S3, SageMaker and EventBridge: moto_server, a process on loopback. */
record Moto(Process process, URI address) implements AutoCloseable {
  private static final String PROGRAM = "moto_server";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  /**
   * Starts it.
   *
   * @param account whose account it plays
   * @throws JetbridgeException CONFIG when it is not installed; EXTERNAL when it does not start
   */
  static Moto start(String account, Path log) {
    if (!isInstalled()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot rehearse: there is no "
              + PROGRAM
              + " on the path, the counterpart of Glue and S3; install it with pip install"
              + " 'moto[server]==5.2.1'");
    }
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      ProcessBuilder builder =
          new ProcessBuilder(PROGRAM, "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("MOTO_ACCOUNT_ID", account);
      Moto moto = new Moto(builder.start(), URI.create("http://127.0.0.1:" + port));
      moto.await(port, log);
      return moto;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start " + PROGRAM + ": " + e.getMessage(), e);
    }
  }

  private void await(int port, Path log) {
    long end = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        pause();
      }
    }
    close();
    throw new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot start " + PROGRAM + ": it does not listen; see " + log);
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(FailureKind.EXTERNAL, "Cannot rehearse: interrupted", e);
    }
  }

  @Override
  public void close() {
    // The one that listens may be a child: programs of Python are often started by a script.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
