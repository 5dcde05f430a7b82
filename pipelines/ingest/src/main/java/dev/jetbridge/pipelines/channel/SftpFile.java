package dev.jetbridge.pipelines.channel;

import dev.jetbridge.pipelines.landing.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * A file that a server listed.
 *
 * @param listed what the server said of it
 */
record SftpFile(SftpClient sftp, SftpLocation location, DirEntry listed) {
  static final String LINK = "is a link, which is not followed";

  /** Its bytes, which are those that were listed. */
  InputStream open() throws IOException {
    String remote = location.folder() + "/" + listed.getFilename();
    try {
      // Another server may call a link what its listing called a file.
      if (!sftp.lstat(remote).isRegularFile()) {
        throw new SettledStream.Changed(LINK);
      }
      return new SettledStream(
          sftp.read(remote), listed.getAttributes().getSize(), () -> isAsListed(remote));
    } catch (SettledStream.Changed e) {
      throw e;
    } catch (IOException e) {
      throw new SettledStream.Broken(e);
    }
  }

  private boolean isAsListed(String remote) throws IOException {
    Attributes before = listed.getAttributes();
    Attributes now = sftp.lstat(remote);
    return now.isRegularFile()
        && now.getSize() == before.getSize()
        && modified(now).equals(modified(before));
  }

  /** What its sender says of it in the files beside it. */
  Promise promise(PromiseFiles promises) throws IOException {
    try {
      return promises.read(listed.getFilename(), n -> () -> sftp.read(location.folder() + "/" + n));
    } catch (IOException e) {
      if (e instanceof SftpException refusal && isRefusal(refusal)) {
        return Promise.unclear("its control or checksum file cannot be read");
      }
      throw new SettledStream.Broken(e);
    }
  }

  static Instant modified(Attributes attributes) {
    return attributes.getModifyTime().toInstant();
  }

  static boolean isRefusal(SftpException e) {
    return e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
        || e.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED;
  }
}
