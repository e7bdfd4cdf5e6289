using CsCheck;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

public sealed class UndoPropertyTests
{
    /// <summary>When the undo is asked for, how much happens, and in which order.</summary>
    private static readonly Gen<(int Undo, int[] Numbers)> Runs = Gen.Select(Gen.Int[0, 25], Gen.Int[0, 1_000].Array[20, 120]);

    [Fact]
    public void Whatever_is_late_or_lost_an_undo_ends_with_the_workload_as_its_owners_want_it() => Runs.Sample(
        run =>
        {
            var model = Approved(run.Numbers);
            for (var i = 0; i < run.Numbers.Length; i++)
            {
                if (i == run.Undo)
                {
                    Undo(model);
                }

                model.Happen();
            }

            // An undo that failed is asked for again by whoever sees it.
            model.CalmDown();
            if (model.Plan.Status != PlanStatus.Undone)
            {
                Undo(model);
                model.CalmDown();
            }

            Assert.True(
                model.Plan.Status == PlanStatus.Undone && model.Web.Mark is null && model.Web.Replicas == model.Wanted,
                $"{model.Plan.Status}, {model.Web}, wanted {model.Wanted}, writes{model.History}");
        },
        iter: 20_000);

    [Fact]
    public void Without_an_undo_the_workload_ends_contained_or_the_plan_says_where_it_stopped() => Runs.Sample(
        run =>
        {
            var model = Approved(run.Numbers);
            foreach (var _ in run.Numbers)
            {
                model.Happen();
            }

            model.CalmDown();

            Assert.True(
                model.Plan.Status == PlanStatus.Contained ? model.Web is { Replicas: 0, Mark: not null } : model.Plan is { Status: PlanStatus.Failed or PlanStatus.Halted, Failure: not null },
                $"{model.Plan.Status}, {model.Web}, writes{model.History}");
        },
        iter: 20_000);

    private static UndoModel Approved(int[] numbers)
    {
        var model = new UndoModel(numbers.AsEnumerable().GetEnumerator());
        model.Apply(new PlanEvent.Approved("user:alice", model.Plan.Hash));
        return model;
    }

    private static void Undo(UndoModel model) => model.Apply(new PlanEvent.UndoRequested("user:bob", "false alarm"));
}
