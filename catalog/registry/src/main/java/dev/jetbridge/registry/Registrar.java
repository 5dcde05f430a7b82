package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import java.util.Collection;
import java.util.Optional;

/**
 * Makes products known in the Glue Data Catalog. Registration converges: it reads the entry,
 * compares, and writes only what differs, so that the second time writes nothing.
 */
public interface Registrar extends AutoCloseable {

  /** Plans the calls against an empty catalog; nothing remote is touched. */
  static Registrar local(Collection<Contract> mesh) {
    return new GlueRegistrar(
        RegistrationResult.Platform.LOCAL,
        new PlannedGlue(),
        new DesiredEntries(mesh, Databases.in(Optional.empty(), ""), true));
  }

  /**
   * Makes the calls by the AWS SDK with the default chain of credentials.
   *
   * @param databases where each domain has its own
   * @param mesh all contracts, for what the entry of a domain says of its owners
   * @param whole whether every contract loads; else the owners that an entry has stay in it
   */
  static Registrar aws(
      AwsSettings settings, Databases databases, Collection<Contract> mesh, boolean whole) {
    return new GlueRegistrar(
        RegistrationResult.Platform.AWS,
        LiveGlue.connect(settings),
        new DesiredEntries(mesh, databases, whole));
  }

  /**
   * Brings the entries of a product and of its domain to what the contract says. Of a table's entry
   * it never changes where the metadata is, since that is how Iceberg commits.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException EXTERNAL when the service throttles, fails
   *     or cannot be reached; CONFIG when credentials or a permission are missing, or when the
   *     table is not in the Glue Data Catalog yet
   */
  RegistrationResult register(Contract contract, RegisteredTable table);

  @Override
  void close();
}
