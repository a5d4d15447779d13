package dev.slipway.backend;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gets keys of Amazon Web Services: from the settings, the environment, or the files of the `aws`
/// command; then for a role, if one is to be assumed. Keys that expire are renewed in time.
/// Thread-safe.
final class AwsLogin implements Supplier<AwsCredentials> {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration PROGRAM_TIMEOUT = Duration.ofMinutes(1);
    private static final int PROFILES_MAX = 8;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Settings settings;
    private final String region;
    private final InstantSource clock;
    private @Nullable AwsCredentials held;

    AwsLogin(Settings settings, String region, InstantSource clock) {
        this.settings = settings;
        this.region = region;
        this.clock = clock;
    }

    /// @throws StateException if there are no keys, or the role cannot be assumed
    @Override
    public synchronized AwsCredentials get() {
        AwsCredentials known = held;
        if (known == null || isOver(known)) {
            known = assumed();
            checkAccount(known);
            held = known;
        }
        return known;
    }

    private boolean isOver(AwsCredentials known) {
        Instant expires = known.expires();
        return expires != null && clock.instant().isAfter(expires.minus(EARLY));
    }

    private AwsCredentials assumed() {
        Settings web = settings.inner("assume_role_with_web_identity");
        Settings role = settings.inner("assume_role");
        if (web != null && role != null) {
            throw new StateException(
                    settings.what()
                            + ": \"assume_role\" and \"assume_role_with_web_identity\" are both"
                            + " set (expected: one of them)");
        }
        if (web != null) {
            return withToken(AwsRole.ofWebIdentity(web), token(web));
        }
        AwsCredentials own = own();
        return role == null ? own : as(AwsRole.of(role), own);
    }

    /// Keeps from working in the wrong account.
    private void checkAccount(AwsCredentials keys) {
        List<String> allowed = settings.texts("allowed_account_ids");
        List<String> forbidden = settings.texts("forbidden_account_ids");
        if (allowed.isEmpty() && forbidden.isEmpty()) {
            return;
        }
        Map<String, String> call = new LinkedHashMap<>();
        call.put("Action", "GetCallerIdentity");
        call.put("Version", AwsRole.VERSION);
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            Http.Answer answer = new AwsService(site(), () -> keys, http, clock).query(call);
            String account = Xml.first(answer.body(), "Account");
            if (!answer.isGood() || account.isEmpty()) {
                throw new StateException(
                        settings.what()
                                + ": cannot ask which account this is: "
                                + AwsService.problem(answer));
            }
            boolean isAllowed = allowed.isEmpty() || allowed.contains(account);
            if (!isAllowed || forbidden.contains(account)) {
                throw new StateException(
                        settings.what()
                                + ": these are keys of the account "
                                + account
                                + " (expected: "
                                + (isAllowed ? "none of " + forbidden : "one of " + allowed)
                                + ")");
            }
        } catch (IOException e) {
            throw new StateException(
                    settings.what() + ": cannot ask which account this is: " + e.getMessage(), e);
        }
    }

    private AwsCredentials own() {
        String key = settings.text("access_key");
        if (!key.isEmpty()) {
            return new AwsCredentials(key, settings.required("secret_key"), settings.text("token"));
        }
        Map<String, String> environment = settings.environment();
        String profile = settings.text("profile");
        String named = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        if (profile.isEmpty() && !named.isEmpty()) {
            return new AwsCredentials(
                    named,
                    environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                    environment.getOrDefault("AWS_SESSION_TOKEN", ""));
        }
        String file = environment.getOrDefault("AWS_WEB_IDENTITY_TOKEN_FILE", "");
        String role = environment.getOrDefault("AWS_ROLE_ARN", "");
        if (profile.isEmpty() && !file.isEmpty() && !role.isEmpty()) {
            String session = environment.getOrDefault("AWS_ROLE_SESSION_NAME", "");
            return withToken(AwsRole.plain(role, session), content(file));
        }
        return ofProfile(
                profile.isEmpty() ? environment.getOrDefault("AWS_PROFILE", "default") : profile,
                new ArrayList<>());
    }

    /// A profile has keys, or a role to assume with those of another profile.
    private AwsCredentials ofProfile(String profile, List<String> asked) {
        AwsProfiles files = AwsProfiles.of(settings);
        Map<String, String> values = files.read(profile);
        String role = values.getOrDefault("role_arn", "");
        String source = values.getOrDefault("source_profile", "");
        boolean begins = asked.isEmpty() || !asked.getLast().equals(profile);
        asked.add(profile);
        if (asked.size() > PROFILES_MAX) {
            throw new StateException(
                    settings.what() + ": profiles name each other in a circle: " + asked);
        }
        if (!role.isEmpty() && begins) {
            AwsRole wanted =
                    AwsRole.plain(role, values.getOrDefault("role_session_name", ""))
                            .with("ExternalId", values.getOrDefault("external_id", ""))
                            .with("DurationSeconds", values.getOrDefault("duration_seconds", ""));
            String file = values.getOrDefault("web_identity_token_file", "");
            if (!file.isEmpty()) {
                return withToken(wanted, content(file));
            }
            if (!source.isEmpty()) {
                return as(wanted, ofProfile(source, asked));
            }
        }
        return keys(profile, values, files);
    }

    private AwsCredentials keys(String profile, Map<String, String> values, AwsProfiles files) {
        String key = values.getOrDefault("aws_access_key_id", "");
        if (!key.isEmpty()) {
            return new AwsCredentials(
                    key,
                    values.getOrDefault("aws_secret_access_key", ""),
                    values.getOrDefault("aws_session_token", ""));
        }
        String program = values.getOrDefault("credential_process", "");
        if (!program.isEmpty()) {
            return ofProgram(program);
        }
        boolean signsOn =
                values.keySet().stream().anyMatch(each -> each.startsWith("sso_"))
                        || values.containsKey("login_session");
        throw new StateException(
                settings.what()
                        + (signsOn
                                ? ": the profile "
                                        + profile
                                        + " signs on in a browser, which is not supported"
                                        + " (expected: its keys in the environment: eval \"$(aws"
                                        + " configure export-credentials --profile "
                                        + profile
                                        + " --format env)\")"
                                : ": there are no keys (expected: AWS_ACCESS_KEY_ID, or the profile "
                                        + profile
                                        + " in "
                                        + files.credentials()
                                        + " or "
                                        + files.config()
                                        + "; those of a machine of Amazon are not looked for)"));
    }

    /// Keys that a program tells.
    private AwsCredentials ofProgram(String program) {
        try {
            byte[] told =
                    new Program(List.of("/bin/sh", "-c", program), Map.of(), PROGRAM_TIMEOUT)
                            .run(new byte[0]);
            var json = MAPPER.readTree(told);
            String expires = json.path("Expiration").asText("");
            return new AwsCredentials(
                    json.path("AccessKeyId").asText(""),
                    json.path("SecretAccessKey").asText(""),
                    json.path("SessionToken").asText(""),
                    expires.isEmpty() ? null : Instant.parse(expires));
        } catch (IOException | java.time.DateTimeException e) {
            throw new StateException(
                    settings.what() + ": credential_process: " + e.getMessage(), e);
        }
    }

    private String token(Settings web) {
        String token = web.text("web_identity_token");
        return token.isEmpty() ? content(web.required("web_identity_token_file")) : token;
    }

    private String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new StateException(
                    settings.what() + ": cannot read the token in " + file + ": " + e, e);
        }
    }

    private AwsCredentials withToken(AwsRole role, String token) {
        Map<String, String> call = new LinkedHashMap<>(role.parameters());
        call.put("Action", "AssumeRoleWithWebIdentity");
        call.put("WebIdentityToken", token);
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            return credentials(role, AwsService.plainQuery(site(), call, http));
        } catch (IOException e) {
            throw failed(role, e.getMessage());
        }
    }

    private AwsCredentials as(AwsRole role, AwsCredentials own) {
        Map<String, String> call = new LinkedHashMap<>(role.parameters());
        call.put("Action", "AssumeRole");
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            return credentials(role, new AwsService(site(), () -> own, http, clock).query(call));
        } catch (IOException e) {
            throw failed(role, e.getMessage());
        }
    }

    private AwsService.Site site() {
        String other = settings.text("sts_region");
        return AwsService.Site.of(settings, "sts", other.isEmpty() ? region : other);
    }

    private AwsCredentials credentials(AwsRole role, Http.Answer answer) {
        String key = Xml.first(answer.body(), "AccessKeyId");
        if (!answer.isGood() || key.isEmpty()) {
            throw failed(role, AwsService.problem(answer));
        }
        return new AwsCredentials(
                key,
                Xml.first(answer.body(), "SecretAccessKey"),
                Xml.first(answer.body(), "SessionToken"),
                Instant.parse(Xml.first(answer.body(), "Expiration")));
    }

    private StateException failed(AwsRole role, @Nullable String why) {
        return new StateException(
                settings.what() + ": cannot assume the role " + role.arn() + ": " + why);
    }
}
