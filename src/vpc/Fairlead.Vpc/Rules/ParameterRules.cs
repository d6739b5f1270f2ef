using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Rules;

/// <summary>What every action asks of its parameters.</summary>
internal static class ParameterRules
{
    private const int LongestToken = 64;

    public static CloudError? Fault(CloudState state, CloudCall call)
    {
        if (call.RegionId.Length == 0)
        {
            return CloudErrors.Missing("RegionId");
        }

        if (!state.Regions.ContainsKey(call.RegionId))
        {
            return CloudErrors.NoRegion();
        }

        return call is CloudChange { ClientToken: { } token } && (token.Length > LongestToken || !System.Text.Ascii.IsValid(token))
            ? new CloudError("InvalidClientToken.ValueNotSupported", "The ClientToken provided is invalid.")
            : null;
    }
}
