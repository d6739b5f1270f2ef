using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>From a topology to a cloud, and from a cloud to what packets see of one VPC.</summary>
public static class CloudSeed
{
    /// <exception cref="Model.Problems.ProblemException">With all problems there are; nothing was made.</exception>
    public static CloudState Of(VpcConfiguration configuration, CloudSettings settings, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>One VPC as packets see it: ENIs that are in use, custom routes, groups. Hosts outside and wires are added by whoever has them.</summary>
    public static VpcState View(CloudState state, string vpc) => throw new NotImplementedException();
}
