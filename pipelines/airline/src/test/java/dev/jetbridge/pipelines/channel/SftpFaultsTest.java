package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.SftpLimits;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.servers.ServedFolder;
import dev.jetbridge.pipelines.servers.SftpFileServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that breaks off, stalls, lies and changes its mind: nothing half, nothing twice. */
@Timeout(60)
class SftpFaultsTest extends OwnServerTest {
  private static final int LENGTH = 200_000;
  private static final SftpLimits LIMITS =
      new SftpLimits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          2,
          Duration.ofMillis(10));

  private Faulty faults;

  @Override
  SftpFileServer serve(Path files, Path host) throws IOException {
    faults = new Faulty(files);
    return SftpFileServer.serve(files, faults, host, client.getPublic());
  }

  @Test
  void takesNoFileInPartAndEveryOtherOneOnce() throws IOException {
    for (String fault :
        List.of(
            "a_good", "b_short", "c_stall", "d_drop", "e_zero", "f_small", "g_large", "h_gone",
            "i_grown", "z_good")) {
      offer(fault, MONDAY);
    }
    offer("j_future", Instant.parse("2199-01-01T00:00:00Z"));

    Pulled pulled = pull(LIMITS);
    Pulled again = pull(LIMITS);
    faults.healed = true;
    offer("h_gone", MONDAY);
    Pulled healed = pull(LIMITS);

    String legsOf = " of flightops.flight_legs ";
    assertThat(pulled.files()).isEqualTo(2);
    assertThat(pulled.failures()).isEmpty();
    assertThat(pulled.notes())
        .containsExactly(
            name("b_short")
                + legsOf
                + "ended after 120,000 of the 200,000 bytes that the server lists and is left"
                + " for the next run",
            name("c_stall") + legsOf + "broke off 2 times and is left for the next run",
            name("d_drop") + legsOf + "broke off 2 times and is left for the next run",
            name("e_zero")
                + legsOf
                + "has more than the 0 bytes that the server lists and is left for the next run",
            name("f_small")
                + legsOf
                + "has more than the 120,000 bytes that the server lists and is left for the"
                + " next run",
            name("g_large")
                + legsOf
                + "ended after 200,000 of the 300,000 bytes that the server lists and is left"
                + " for the next run",
            name("h_gone") + legsOf + "is listed but not there",
            name("i_grown") + legsOf + "changed while it was read and is left for the next run",
            name("j_future")
                + legsOf
                + "is left: its time, 2199-01-01T00:00:00Z, is in the future; it is taken by a run"
                + " whose as-of is not before that time");
    assertThat(again.files()).isZero();
    assertThat(healed.files()).isEqualTo(8);
    assertThat(landing.files(legs.id())).hasSize(10).allMatch(f -> f.bytes() >= LENGTH);
    assertThat(pull(LIMITS).files()).isZero();
  }

  @Test
  void aListingThatBreaksOffIsNoListingAndIsTriedAgain() throws IOException {
    for (int i = 0; i < 60; i++) {
      offer("a_" + i, MONDAY, 10);
    }
    faults.listingsToBreak.set(1);
    assertThat(pull(LIMITS).files()).isEqualTo(60);

    offer("b_good", MONDAY);
    faults.listingsToBreak.set(Integer.MAX_VALUE);
    Pulled pulled = pull(LIMITS);

    assertThat(pulled.files()).isZero();
    assertThat(pulled.failures()).hasSize(1);
    assertThat(pulled.failures().get(0))
        .hasMessageStartingWith("Cannot list sftp://files.airline.example/flightops for ")
        .hasMessageEndingWith("(2 times); nothing of it was taken, the next run lists it again");
  }

  @Test
  void aServerThatTricklesIsLeftAtTheEndOfThePull() throws IOException {
    offer("a_good", MONDAY);
    offer("k_trickle", MONDAY);
    SftpLimits soon =
        new SftpLimits(
            LIMITS.connect(),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            2,
            Duration.ofMillis(10));
    long start = System.nanoTime();

    assertThatThrownBy(() -> pull(soon))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("it took longer than 0 min (sftp.pull-minutes)")
        .hasMessageEndingWith(
            "1 files were taken before and stay in landing; the next run goes on where this one"
                + " ended")
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.EXTERNAL);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    assertThat(landing.files(legs.id())).extracting(LandedFile::name).containsOnly(name("a_good"));
  }

  private Pulled pull(SftpLimits limits) {
    SftpEndpoint endpoint =
        new SftpEndpoint(
            "127.0.0.1", server.port(), SftpFileServer.USER, client, server.fingerprint());
    return new SftpPull(endpoint, landing, limits).pull(List.of(legs), MONDAY);
  }

  private static String name(String fault) {
    return "flight_legs_" + fault + ".jsonl";
  }

  private void offer(String fault, Instant modified) throws IOException {
    offer(fault, modified, LENGTH);
  }

  private void offer(String fault, Instant modified, int length) throws IOException {
    Path file = root.resolve("sources/flightops").resolve(name(fault));
    byte[] content = new byte[length];
    byte[] own = fault.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    System.arraycopy(own, 0, content, 0, own.length);
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  /** Does to each file what its name says. */
  private static final class Faulty extends ServedFolder {
    private final Path folder;
    private volatile boolean healed;
    private final AtomicInteger listingsToBreak = new AtomicInteger();

    Faulty(Path folder) throws IOException {
      super(folder);
      this.folder = folder;
    }

    private boolean does(Path file, String fault) {
      return !healed && file.getFileName().toString().equals(name(fault));
    }

    @Override
    public Map<String, ?> readFileAttributes(
        SftpSubsystemProxy subsystem, Path file, String view, LinkOption... options)
        throws IOException {
      Map<String, ?> attributes = super.readFileAttributes(subsystem, file, view, options);
      if (attributes == null || file.getFileName() == null) {
        return attributes;
      }
      Map<String, Object> told = new TreeMap<>(attributes);
      if (does(file, "e_zero")) {
        told.put("size", 0L);
      } else if (does(file, "f_small")) {
        told.put("size", 120_000L);
      } else if (does(file, "g_large")) {
        told.put("size", 300_000L);
      }
      return told;
    }

    @Override
    public DirectoryStream<Path> openDirectory(
        SftpSubsystemProxy subsystem,
        DirectoryHandle handle,
        Path directory,
        String id,
        LinkOption... options)
        throws IOException {
      DirectoryStream<Path> whole = super.openDirectory(subsystem, handle, directory, id, options);
      if (listingsToBreak.get() == 0) {
        return whole;
      }
      listingsToBreak.decrementAndGet();
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          Iterator<Path> all = whole.iterator();
          AtomicInteger given = new AtomicInteger();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public Path next() {
              if (given.incrementAndGet() > 40) {
                throw new IllegalStateException("the disk went away");
              }
              return all.next();
            }
          };
        }

        @Override
        public void close() throws IOException {
          whole.close();
        }
      };
    }

    @Override
    public SeekableByteChannel openFile(
        SftpSubsystemProxy subsystem,
        FileHandle handle,
        Path file,
        String id,
        Set<? extends OpenOption> options,
        FileAttribute<?>... attributes)
        throws IOException {
      if (does(file, "h_gone")) {
        Files.deleteIfExists(folder.resolve("flightops").resolve(name("h_gone")));
      }
      if (does(file, "i_grown")) {
        Path grown = folder.resolve("flightops").resolve(name("i_grown"));
        Files.write(grown, new byte[10], java.nio.file.StandardOpenOption.APPEND);
        Files.setLastModifiedTime(grown, FileTime.from(MONDAY));
      }
      SeekableByteChannel channel =
          super.openFile(subsystem, handle, file, id, options, attributes);
      if (does(file, "b_short")) {
        return new Limited(channel, 120_000, () -> -1);
      }
      if (does(file, "c_stall")) {
        return new Limited(channel, 120_000, () -> sleep(3_000));
      }
      if (does(file, "d_drop")) {
        return new Limited(
            channel,
            120_000,
            () -> {
              subsystem.getSession().close(true);
              return -1;
            });
      }
      return does(file, "k_trickle") ? new Limited(channel, 0, () -> sleep(400)) : channel;
    }

    private static int sleep(int millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 1;
    }
  }

  /** A file that behaves up to an offset. */
  private static final class Limited implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private final long limit;
    private final java.util.function.IntSupplier beyond;

    Limited(SeekableByteChannel channel, long limit, java.util.function.IntSupplier beyond) {
      this.channel = channel;
      this.limit = limit;
      this.beyond = beyond;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      long left = limit - channel.position();
      if (left <= 0) {
        int some = beyond.getAsInt();
        if (some < 0) {
          return -1;
        }
        bytes.limit(bytes.position() + some);
        return channel.read(bytes);
      }
      if (bytes.remaining() > left) {
        bytes.limit(bytes.position() + (int) left);
      }
      return channel.read(bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      channel.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
