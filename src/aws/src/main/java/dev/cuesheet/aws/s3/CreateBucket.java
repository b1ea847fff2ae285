package dev.cuesheet.aws.s3;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** How a bucket is asked for. */
final class CreateBucket {
    private CreateBucket() {}

    static CreateBucketRequest request(String bucket, S3Client client) {
        var request = CreateBucketRequest.builder().bucket(bucket);
        var region = client.serviceClientConfiguration().region();
        // S3 refuses a location constraint in us-east-1 and requires one everywhere else.
        if (!Region.US_EAST_1.equals(region) && !Region.AWS_GLOBAL.equals(region)) {
            request.createBucketConfiguration(c -> c.locationConstraint(region.id()));
        }
        return request.build();
    }
}
