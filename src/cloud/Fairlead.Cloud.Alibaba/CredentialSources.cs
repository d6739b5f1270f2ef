using Fairlead.Cloud.Alibaba.Credentials;

namespace Fairlead.Cloud.Alibaba;

/// <summary>Where credentials come from.</summary>
public static class CredentialSources
{
    /// <summary>
    /// The usual order: key files, environment, OIDC token, RAM role of the instance. What is named in particular comes before what is
    /// there anyway; the first that was set up counts.
    /// </summary>
    /// <param name="keyFolder">Where key files are; null for none.</param>
    /// <param name="variable">The environment: a name's value or null.</param>
    public static ICredentialSource Usual(
        string? keyFolder, Func<string, string?> variable, Endpoints endpoints, HttpClient http, HttpClient toMetadata, TimeProvider clock) => new CredentialChain(
        new KeyFileSource(keyFolder),
        new EnvironmentSource(variable),
        new OidcSource(http, endpoints.Sts, variable, clock),
        // The cloud's own tools know the name of the role by this variable.
        new RamRoleSource(toMetadata, endpoints.Metadata, variable("ALIBABA_CLOUD_ECS_METADATA") is { Length: > 0 } role ? role : null));
}
