using Fairlead.Allocation.Deeds;
using Fairlead.Resources.Meta;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>What people have been told.</summary>
internal static class Words
{
    /// <summary>Messages of events at an object, in their order.</summary>
    public static IReadOnlyList<string> Events(AllocationWorld world, string about, string reason) =>
        [.. world.Deeds.OfType<ReportEvent>().Where(report => report.About.Name == about && report.Reason == reason).Select(report => report.Message)];

    public static Condition Cluster(AllocationWorld world, string type) => world.ClusterStatus!.Conditions.Single(condition => condition.Type == type);

    public static Condition Reservation(AllocationWorld world, string name) => world.Reservations["default/" + name].Status.Conditions.Single();
}
