using Fairlead.Model.Kernel;

namespace Fairlead.Agent.Node;

/// <summary>How the journal calls a setting: a sysctl by its path, the policy of a chain as <c>forward-policy/legacy/ip6</c>.</summary>
internal static class SettingName
{
    private const string ForwardPolicy = "forward-policy";

    public static string Of(ForwardPolicyKey key) => $"{ForwardPolicy}/{key.Backend.ToString().ToLowerInvariant()}/{(key.IsV6 ? "ip6" : "ip")}";

    /// <returns>Null for a sysctl.</returns>
    public static ForwardPolicyKey? ForwardPolicyOf(string setting) => setting.Split('/') is [ForwardPolicy, var backend, var family]
        ? new ForwardPolicyKey(Enum.Parse<ForwardBackend>(backend, ignoreCase: true), family == "ip6")
        : null;
}
