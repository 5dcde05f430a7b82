package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.registry.AwsSettings;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The Data Exchange of the sample airline; a service, see {@link java.util.ServiceLoader}. */
public interface SampleDataExchange {
  /** Serves the data sets that products come from, with the revisions that lie in a home. */
  Served serve(Home home, List<Contract> products);

  /** A server that runs until it is closed. */
  interface Served extends AutoCloseable {
    /** How a client finds it. */
    AwsSettings settings();

    /** What a client signs with. */
    AwsCredentialsProvider credentials();

    @Override
    void close();
  }
}
