using Fairlead.Model.Addresses;

namespace Fairlead.Agent.Cni;

/// <summary>CNI_ARGS: <c>KEY=value</c> pairs with semicolons between, in any order.</summary>
public sealed record CniArguments
{
    private static readonly string[] Known =
        ["IgnoreUnknown", "K8S_POD_NAMESPACE", "K8S_POD_NAME", "K8S_POD_INFRA_CONTAINER_ID", "K8S_POD_UID", "MAC", "IP"];

    public string PodNamespace { get; init; } = "";

    public string PodName { get; init; } = "";

    public string PodUid { get; init; } = "";

    /// <summary>The address that the runtime asks for; podman's <c>--mac-address</c>.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The address that the runtime asks for; podman's <c>--ip</c>.</summary>
    public InetAddress? Ip { get; init; }

    /// <exception cref="CniException">Code 4: a pair without '=', an unknown key without IgnoreUnknown, or a value that is not what its key says.</exception>
    public static CniArguments Parse(string text)
    {
        var pairs = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Pair).ToList();
        var ignoreUnknown = pairs.Any(pair => pair.Key == "IgnoreUnknown" && IsTrue(pair.Value));
        var unknown = pairs.Select(pair => pair.Key).Except(Known).ToList();
        if (unknown.Count > 0 && !ignoreUnknown)
        {
            throw Invalid($"unknown keys {string.Join(", ", unknown)}; set IgnoreUnknown=1 to have them ignored");
        }

        return pairs.Aggregate(new CniArguments(), With);
    }

    private static CniArguments With(CniArguments arguments, KeyValuePair<string, string> pair) => pair.Key switch
    {
        "K8S_POD_NAMESPACE" => arguments with { PodNamespace = pair.Value },
        "K8S_POD_NAME" => arguments with { PodName = pair.Value },
        "K8S_POD_UID" => arguments with { PodUid = pair.Value },
        "MAC" => arguments with { Mac = MacAddress.TryParse(pair.Value, out var mac) ? mac : throw Invalid($"MAC '{pair.Value}' is no MAC address") },
        "IP" => arguments with { Ip = InetAddress.TryParse(pair.Value.Split('/')[0], out var ip) ? ip : throw Invalid($"IP '{pair.Value}' is no IP address") },
        _ => arguments,
    };

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? new KeyValuePair<string, string>(text[..equals], text[(equals + 1)..])
            : throw Invalid($"'{text}' is no KEY=value pair");
    }

    // What Go's strconv.ParseBool takes for true, since that is what the reference library reads it with.
    private static bool IsTrue(string value) => value is "1" or "t" or "T" or "true" or "TRUE" or "True";

    private static CniException Invalid(string problem) => new(CniErrorCode.InvalidEnvironment, $"CNI_ARGS: {problem}");
}
