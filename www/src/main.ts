import "./ack-adoption-planner.js";
