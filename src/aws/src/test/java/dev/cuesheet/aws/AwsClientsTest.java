package dev.cuesheet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.glue.GlueJobRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsClientsTest {

    @Test
    void an_endpoint_where_nothing_listens_is_named_and_may_be_tried_again() throws IOException {
        var endpoint = unusedEndpoint();
        try (var aws = clientsOf(endpoint)) {
            var failure =
                    catchThrowableOfType(AwsException.class, () -> aws.sts().callerIdentity());
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.statusCode()).isEmpty();
            assertThat(failure)
                    .hasMessage(
                            "Could not ask who the credentials belong to: nothing answers at %s. ".formatted(endpoint)
                                    + "Check that the endpoint is right and that something listens there.")
                    .hasCauseInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void a_connection_that_breaks_is_told_apart_from_one_that_cannot_be_made() throws IOException {
        try (var door = new DoorThatSlams();
                var aws = clientsOf(door.endpoint())) {
            var failure =
                    catchThrowableOfType(AwsException.class, () -> aws.sts().callerIdentity());
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure).hasMessageContaining("the connection to %s broke".formatted(door.endpoint()));
        }
    }

    @Test
    void a_call_that_may_be_repeated_is_repeated_when_the_connection_breaks() throws IOException {
        try (var door = new DoorThatSlams();
                var aws = clientsOf(door.endpoint())) {
            catchThrowableOfType(AwsException.class, () -> aws.sts().callerIdentity());
            assertThat(door.requests()).isGreaterThan(1);
        }
    }

    @Test
    void a_job_is_started_by_one_request_even_when_the_connection_breaks() throws IOException {
        try (var door = new DoorThatSlams();
                var aws = clientsOf(door.endpoint())) {
            var request = GlueJobRequest.forJob("refine").build();
            var failure = catchThrowableOfType(
                    AwsException.class, () -> aws.glueJobs().start(request));
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(door.requests()).isEqualTo(1);
        }
    }

    @Test
    void missing_credentials_are_told_as_such_with_what_to_do() throws IOException {
        try (var aws = AwsClients.builder()
                .endpoint(unusedEndpoint())
                .region("us-east-1")
                .credentials(() -> () -> {
                    throw SdkClientException.create(
                            "Unable to load credentials from any of the providers in the chain");
                })
                .build()) {
            var failure =
                    catchThrowableOfType(AwsException.class, () -> aws.s3().bucketExists("raw"));
            assertThat(failure.reason()).isEqualTo(Reason.BAD_CREDENTIALS);
            assertThat(failure)
                    .hasMessageContaining(
                            "Could not look up bucket raw: no AWS credentials were found. Set AWS_ACCESS_KEY_ID");
        }
    }

    @Test
    void an_endpoint_of_one_service_is_used_for_that_service_alone() {
        var all = URI.create("http://127.0.0.1:4566");
        var glue = URI.create("http://127.0.0.1:4567");
        try (var aws = AwsClients.builder()
                .endpoint(all)
                .endpoint(AwsService.GLUE, glue)
                .region("us-east-1")
                .build()) {
            assertThat(aws.endpoint(AwsService.S3)).contains(all);
            assertThat(aws.endpoint(AwsService.GLUE)).contains(glue);
        }
        try (var aws = AwsClients.builder().build()) {
            assertThat(aws.endpoint(AwsService.S3)).isEmpty();
        }
    }

    @Test
    void an_endpoint_must_be_a_web_address() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsClients.builder().endpoint(URI.create("localhost:4566")))
                .withMessageContaining("localhost:4566");
    }

    @Test
    void closed_clients_make_no_calls() throws IOException {
        var aws = clientsOf(unusedEndpoint());
        aws.close();
        assertThatIllegalStateException().isThrownBy(() -> aws.s3().bucketExists("raw"));
    }

    private static AwsClients clientsOf(URI endpoint) {
        return AwsClients.builder()
                .endpoint(endpoint)
                .region("us-east-1")
                .credentials("test", "test")
                .build();
    }

    private static URI unusedEndpoint() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
