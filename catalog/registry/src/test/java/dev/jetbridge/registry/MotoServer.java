package dev.jetbridge.registry;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A counterpart of Glue and S3 in a process of its own, on loopback. It keeps entries and files as
 * AWS does and knows no permissions; its UpdateTable ignores the version it is given.
 */
public final class MotoServer implements AutoCloseable {
  private static final String PROGRAM = "moto_server";
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final URI endpoint;

  private MotoServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  public static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  public static MotoServer start(Path log) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(PROGRAM, "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    MotoServer server = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
    server.awaitPort(port);
    return server;
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    // What does not end when asked is ended: no test leaves a server behind.
    process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(this::kill).join();
  }

  private Process kill(Throwable late) {
    return process.destroyForcibly();
  }

  private void awaitPort(int port) throws InterruptedException {
    Instant deadline = Instant.now().plus(START);
    while (Instant.now().isBefore(deadline) && process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    close();
    throw new IllegalStateException("Cannot start " + PROGRAM + " on port " + port);
  }
}
