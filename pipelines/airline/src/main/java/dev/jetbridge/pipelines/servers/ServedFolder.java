package dev.jetbridge.pipelines.servers;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** Opens what really lies in a folder, and nothing that a link there leads to outside of it. */
public class ServedFolder implements SftpFileSystemAccessor {
  private final Path root;

  public ServedFolder(Path root) throws IOException {
    this.root = root.toRealPath();
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
    requireInside(file);
    return SftpFileSystemAccessor.super.openFile(subsystem, handle, file, id, options, attributes);
  }

  @Override
  public DirectoryStream<Path> openDirectory(
      SftpSubsystemProxy subsystem,
      DirectoryHandle handle,
      Path folder,
      String id,
      LinkOption... options)
      throws IOException {
    requireInside(folder);
    return SftpFileSystemAccessor.super.openDirectory(subsystem, handle, folder, id, options);
  }

  /** Paths of the server begin at the folder. */
  private void requireInside(Path served) throws IOException {
    if (!root.resolve("./" + served).toRealPath().startsWith(root)) {
      throw new AccessDeniedException(served.toString());
    }
  }
}
