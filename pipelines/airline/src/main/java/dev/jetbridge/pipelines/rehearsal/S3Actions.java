package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.pipelines.servers.UriQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What calls of S3 need, with buckets in the path. Source: Amazon S3 user guide, "Required
 * permissions for Amazon S3 API operations".
 */
record S3Actions(Account account) {
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  List<Permission> needs(Request request) {
    String[] path = request.uri().getPath().substring(1).split("/", 2);
    if (path[0].isEmpty()) {
      return List.of(new Permission("s3:ListAllMyBuckets", Permission.ANY));
    }
    return path.length == 1 || path[1].isEmpty()
        ? ofBucket(request, path[0])
        : ofObject(request, account.s3(path[0] + "/" + path[1]));
  }

  private List<Permission> ofBucket(Request request, String bucket) {
    String arn = account.s3(bucket);
    Map<String, String> query = request.query();
    if (request.method().equals("POST") && query.containsKey("delete")) {
      List<Permission> needs = new ArrayList<>();
      Matcher keys = KEY.matcher(new String(request.body(), StandardCharsets.UTF_8));
      while (keys.find()) {
        needs.add(new Permission("s3:DeleteObject", account.s3(bucket + "/" + keys.group(1))));
      }
      return needs;
    }
    if (request.method().equals("PUT")) {
      return List.of(new Permission("s3:CreateBucket", arn));
    }
    if (query.containsKey("location")) {
      return List.of(new Permission("s3:GetBucketLocation", arn));
    }
    if (query.containsKey("versioning")) {
      return List.of(new Permission("s3:GetBucketVersioning", arn));
    }
    if (query.containsKey("object-lock")) {
      return List.of(new Permission("s3:GetBucketObjectLockConfiguration", arn));
    }
    if (query.containsKey("uploads")) {
      return List.of(new Permission("s3:ListBucketMultipartUploads", arn));
    }
    return List.of(listing(bucket, query.getOrDefault("prefix", "")));
  }

  /** The right to list a bucket, without which S3 says 403 of what is not there. */
  Permission listing(String bucket, String prefix) {
    return new Permission("s3:ListBucket", account.s3(bucket), Map.of("s3:prefix", prefix));
  }

  private List<Permission> ofObject(Request request, String arn) {
    boolean upload = request.query().containsKey("uploadId");
    List<Permission> needs = new ArrayList<>();
    switch (request.method()) {
      case "GET", "HEAD" ->
          needs.add(new Permission(upload ? "s3:ListMultipartUploadParts" : "s3:GetObject", arn));
      case "DELETE" ->
          needs.add(new Permission(upload ? "s3:AbortMultipartUpload" : "s3:DeleteObject", arn));
      default -> {
        needs.add(new Permission("s3:PutObject", arn));
        request
            .header("x-amz-copy-source")
            .map(UriQuery::decoded)
            .map(source -> account.s3(source.replaceFirst("^/", "")))
            .ifPresent(source -> needs.add(new Permission("s3:GetObject", source)));
      }
    }
    return needs;
  }
}
