using Fairlead.Planning.Capacity;

namespace Fairlead.Lab.Walkthrough.Steps;

internal static class CapacityStep
{
    private const string Type = "ecs.g7.xlarge";

    public static void Run(StepLog log)
    {
        var type = InstanceTypeTable.BuiltIn.Find(Type);
        log.Note(
            $"fairlead capacity {Type}",
            $"{type.Enis} ENIs with {type.AddressesPerEni} IPv4 addresses each: {type.ExclusivePods} pods with an ENI of their own, or {type.SharedPods} that share ENIs",
            type is { Enis: 4, AddressesPerEni: 15, ExclusivePods: 3, SharedPods: 45 });
    }
}
