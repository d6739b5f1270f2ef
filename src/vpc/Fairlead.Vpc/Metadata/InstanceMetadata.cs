using System.Globalization;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;

namespace Fairlead.Vpc.Metadata;

/// <param name="Status">HTTP status.</param>
public readonly record struct MetadataAnswer(int Status, string Text);

/// <summary>What 100.100.100.200 answers an instance, with or without a token, as far behind the API as the settings say.</summary>
public sealed class InstanceMetadata(EmulatedCloud cloud, KeyRing keys, MetadataTokens tokens)
{
    public const string TokenHeader = "X-aliyun-ecs-metadata-token";
    public const string LifetimeHeader = "X-aliyun-ecs-metadata-token-ttl-seconds";

    /// <summary>The RAM role that every instance here has.</summary>
    public const string Role = "FairleadLabRole";

    private const string TokenPath = "/latest/api/token";

    private static readonly MetadataAnswer NotFound = new(404, "404 - Not Found");

    /// <param name="instance">Id of who asks.</param>
    /// <param name="token">Of the header; null where there is none.</param>
    /// <param name="lifetime">Of the header, in seconds; null where there is none.</param>
    public MetadataAnswer Answer(string instance, string method, string path, string? token, string? lifetime) => (method, path) switch
    {
        ("PUT", TokenPath) => Token(instance, lifetime),
        ("GET" or "HEAD", _) => Refusal(instance, token) ?? Item(instance, path),
        _ => new MetadataAnswer(405, "405 - Method Not Allowed"),
    };

    private MetadataAnswer Token(string instance, string? lifetime) =>
        int.TryParse(lifetime, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MetadataTokens.Longest
            ? new MetadataAnswer(200, tokens.Issue(instance, seconds))
            : new MetadataAnswer(400, "400 - Bad Request");

    private MetadataAnswer? Refusal(string instance, string? token)
    {
        if (token is null)
        {
            return cloud.State.Settings.MetadataTokensRequired ? new MetadataAnswer(403, "403 - Forbidden") : null;
        }

        return tokens.IsValid(instance, token) ? null : new MetadataAnswer(401, "401 - Unauthorized");
    }

    private MetadataAnswer Item(string instance, string path)
    {
        var state = cloud.SeenByMetadata();
        var text = MetadataTree.Read(state, instance, path, Role, () => RoleCredentialsText.Of(keys.OfInstance(instance, Role, state.Settings.RoleCredentials)));
        return text is null ? NotFound : new MetadataAnswer(200, text);
    }
}
