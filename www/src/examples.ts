/** The examples that come with the page. They are part of its code, so choosing one asks no server. */
import deployment from "../examples/deployment-with-autoscaling.yaml?raw";
import errors from "../examples/errors.yaml?raw";
import trainingJob from "../examples/training-job.yaml?raw";

export interface Example {
  id: string;
  title: string;
  text: string;
}

export const examples: readonly Example[] = [
  { id: "deployment-with-autoscaling", title: "A deployment with autoscaling", text: deployment },
  { id: "training-job", title: "Two training jobs", text: trainingJob },
  { id: "errors", title: "Input with errors", text: errors },
];
