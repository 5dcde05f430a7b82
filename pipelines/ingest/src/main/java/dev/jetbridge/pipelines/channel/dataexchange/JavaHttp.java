package dev.jetbridge.pipelines.channel.dataexchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The SDK's calls by java.net.http. StartJob is a PATCH: the client of the SDK that the other
 * services use stands on HttpURLConnection, which cannot send it, and the SDK's others would be one
 * more library in the jar.
 */
final class JavaHttp implements SdkHttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Java sets them itself and refuses others. */
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  @Override
  public String clientName() {
    return "JavaHttp";
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Call(client, request);
  }

  @Override
  public void close() {
    // The client of Java ends with its last use.
  }

  private static final class Call implements ExecutableHttpRequest {
    private final HttpClient client;
    private final HttpExecuteRequest request;
    private volatile CompletableFuture<HttpResponse<InputStream>> answer;

    Call(HttpClient client, HttpExecuteRequest request) {
      this.client = client;
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      answer = client.sendAsync(inJava(), HttpResponse.BodyHandlers.ofInputStream());
      try {
        return inTheSdk(answer.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
      } catch (InterruptedException e) {
        abort();
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
    }

    @Override
    public void abort() {
      if (answer != null) {
        answer.cancel(true);
      }
    }

    private HttpRequest inJava() throws IOException {
      SdkHttpRequest asked = request.httpRequest();
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(asked.getUri())
              .method(asked.method().name(), body())
              .timeout(ANSWER);
      asked
          .headers()
          .forEach(
              (name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> builder.header(name, value));
                }
              });
      return builder.build();
    }

    private BodyPublisher body() throws IOException {
      if (request.contentStreamProvider().isEmpty()) {
        return BodyPublishers.noBody();
      }
      try (InputStream content = request.contentStreamProvider().get().newStream()) {
        return BodyPublishers.ofByteArray(content.readAllBytes());
      }
    }

    private static HttpExecuteResponse inTheSdk(HttpResponse<InputStream> answer) {
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpResponse.builder()
                  .statusCode(answer.statusCode())
                  .headers(answer.headers().map())
                  .build())
          .responseBody(AbortableInputStream.create(answer.body()))
          .build();
    }
  }
}
