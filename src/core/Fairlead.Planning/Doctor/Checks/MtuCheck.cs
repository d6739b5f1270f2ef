namespace Fairlead.Planning.Doctor.Checks;

/// <summary>A pod whose MTU is above the uplink's loses what is large, and nothing else: the hardest of faults to see.</summary>
internal static class MtuCheck
{
    private const string Area = "MTU";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        if (chart.Report is not { Plan: { PodMtu: > 0 } plan } report || chart.Kernel.FindLink(plan.Uplink) is not { } uplink)
        {
            yield break;
        }

        yield return plan.PodMtu > uplink.Mtu
            ? Diagnosis.Trouble(Area, "pods", $"{plan.PodMtu}, but {uplink.Name} carries {uplink.Mtu}", $"at most {uplink.Mtu}", "remove mtu from the configuration, or raise the uplink's")
            : Diagnosis.Fine(Area, "pods", $"{plan.PodMtu}; {uplink.Name} carries {uplink.Mtu}");
        foreach (var pod in report.Pods.Where(pod => pod.Mtu != plan.PodMtu))
        {
            yield return Diagnosis.Trouble(Area, pod.Name, $"{pod.Mtu}", $"{plan.PodMtu}", "the agent sets it when it has seen the uplink's; restart the pod if it stays");
        }
    }
}
