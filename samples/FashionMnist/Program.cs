using System.Diagnostics;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;
using Cairn.Samples.FashionMnist.Training;
var d = Dataset.Load(args[0]=="full"?null:args[0]);
var sc=PixelScaling.Measure(d.Training);
var (tr,va,te)=(ModelInput.From(d.Training,sc),ModelInput.From(d.Validation,sc),ModelInput.From(d.Test,sc));
Console.WriteLine($"{sc} {d.Source}");
var gemm=new Gemm(int.Parse(args[1]));
var sw=Stopwatch.StartNew();
if(args[2]=="knn"){
 var knn=new NearestNeighbours(tr,gemm);
 var nv=knn.Nearest(va.Images,9,null,default); Console.WriteLine(sw.Elapsed);
 var nt=knn.Nearest(te.Images,9,null,default); Console.WriteLine(sw.Elapsed);
 foreach(var k in new[]{1,3,5,7,9})Console.WriteLine($"{k} {Scores.Of(NearestNeighbours.Vote(nv,k),va.Labels).Accuracy} {Scores.Of(NearestNeighbours.Vote(nt,k),te.Labels).Accuracy}");
 return;
}
var rnd=new Random(int.Parse(args[7]));
var hid=args[2]=="soft"?[]:args[2].Split(',').Select(int.Parse).ToArray();
double lr=double.Parse(args[3]); int ep=int.Parse(args[4]),bs=int.Parse(args[5]); double drop=double.Parse(args[6]);
IGradientModel m=args[2]=="soft"?new SoftmaxRegression(gemm):new MultilayerPerceptron(hid,drop,gemm,rnd);
IOptimizer o=args[2]=="soft"?new MomentumSgd(0,1e-4f):new Adam(1e-2f);
var best=new Trainer(m,o,new TrainingPlan(ep,bs,new LearningRateSchedule(lr)),TimeProvider.System).Train(tr,va,rnd,_=>{},e=>Console.WriteLine($"{e.Epoch} {e.TrainLoss:F4} {e.TrainAccuracy:F4} {e.ValidationLoss:F4} {e.ValidationAccuracy:F4} {e.ImagesPerSecond:F0}/s"),default);
Console.WriteLine($"best {best.Epoch} {best.ValidationAccuracy} test {Scores.Of(Prediction.InBlocks(m,te.Images),te.Labels).Accuracy} {sw.Elapsed}");
