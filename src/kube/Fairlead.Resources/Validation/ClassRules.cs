using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

internal static class ClassRules
{
    /// <summary>An ENI can be in ten security groups (Alibaba Cloud, limits of ENIs).</summary>
    public const int MostSecurityGroups = 10;

    public static void Check(PodNetworkClassSpec spec, ProblemList found)
    {
        found.Names("spec.vSwitches", spec.VSwitches);
        found.Names("spec.securityGroups", spec.SecurityGroups, MostSecurityGroups);
        SelectorRules.Check("spec.podSelector", spec.PodSelector, found);
        SelectorRules.Check("spec.namespaceSelector", spec.NamespaceSelector, found);
        if (spec.FixedAddress.ReleaseAfterSeconds is { } seconds)
        {
            found.Range("spec.fixedAddress.releaseAfterSeconds", seconds, 0, int.MaxValue, " seconds");
            if (!spec.FixedAddress.Enabled)
            {
                found.Add("spec.fixedAddress.releaseAfterSeconds", "means nothing without spec.fixedAddress.enabled: true");
            }
        }

        if (spec.Mode == PodNetworkMode.VpcRoute)
        {
            NoEnis("spec.vSwitches", spec.VSwitches, found);
            NoEnis("spec.securityGroups", spec.SecurityGroups, found);
        }
    }

    private static void NoEnis(string path, IReadOnlyList<string> given, ProblemList found)
    {
        if (given.Count > 0)
        {
            found.Add(path, "means nothing in mode vpcRoute, whose pods have no ENI: leave it out, or choose another mode");
        }
    }
}
