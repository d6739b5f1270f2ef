using Fairlead.Simulation.Plans;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Controller.Tests.Simulation;

/// <summary>The figures of <c>bench/controller</c>, as far as a few seeds can show them.</summary>
public sealed class ScenarioTests
{
    [Fact]
    public void A_node_joins_with_two_calls()
    {
        Assert.Equal(2, NodeScenarios.Join(1));
        Assert.Equal(2, NodeScenarios.Join(2));
    }

    [Fact]
    public void A_burst_of_pods_takes_seconds_and_a_minute_by_Terways_rules()
    {
        var own = Enumerable.Range(1, 15).Select(seed => BurstScenario.Run((ulong)seed)!.Value.TotalSeconds).Order().ToList();
        var terway = Enumerable.Range(1, 15).Select(seed => BurstScenario.Run((ulong)seed, (draw, _) => new StepwisePlan(StepwiseRules.Terway, draw))!.Value.TotalSeconds).Order().ToList();
        Assert.InRange(own[7], 8, 16);
        Assert.InRange(own[^1], own[7], 20);
        Assert.InRange(terway[7], 50, 90);
    }

    [Theory]
    [InlineData(false, 0.05)]
    [InlineData(true, 0.02)]
    public void Pods_that_come_and_go_cost_little(bool prefixes, double most)
    {
        var cost = NodeScenarios.Churn(3, prefixes, 8);
        Assert.True(cost.Pods > 1000);
        Assert.InRange(cost.PerPod, 0, most);
    }

    [Fact]
    public void A_fleet_joins_under_the_accounts_limit()
    {
        var (until, _) = NodeScenarios.Fleet(1, 60)!.Value;
        Assert.InRange(until.TotalSeconds, 3, 60);
    }

    [Fact]
    public void A_cluster_lives_for_an_hour()
    {
        var result = LargeScenario.Run(new LargeWish(60, 20, Lost: 0.05), _ => { });
        Assert.True(result.Steps > 1000 && result.Adds.Count > 1300, $"{result}");
    }
}
